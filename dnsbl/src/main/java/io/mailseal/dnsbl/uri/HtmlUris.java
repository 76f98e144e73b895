package io.mailseal.dnsbl.uri;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jsoup.nodes.Comment;
import org.jsoup.nodes.DataNode;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;
import org.jsoup.parser.StreamParser;
import org.jsoup.select.NodeVisitor;
import org.jspecify.annotations.Nullable;

/**
 * The URIs of a page of HTML: in its attributes and styles, and in its text, as it reads without the elements that don't break
 * it. The parser gives each element when it is complete, and it is taken out of the tree at once; so the tree never has more
 * than the elements that are open, and what stands directly in them.
 */
final class HtmlUris {

    // What is deeper is taken as if it were not. Tables in tables of real mail come to some tens.
    private static final int DEEPEST = 200;

    // How many elements are looked at again, as the parser may still have put something into them.
    private static final int RECENT = 300;

    // From so many on, the parser drops the further ones of a tag without a word.
    private static final int MOST_ATTRIBUTES = 512;

    // How many pages in comments and attributes are read by themselves; each takes a parser.
    private static final int MOST_PAGES = 1000;

    private static final Set<String> STRUCTURE = Set.of("html", "head", "body", "#root");

    // Of those that stand within a line, what no URI of the text goes over.
    private static final Set<String> BREAKING = Set.of(
            "br", "img", "input", "button", "select", "textarea", "option", "object", "iframe", "td", "th", "svg");

    private final UriReader reader;
    private final UriText scanner;
    private final UriCollector collector;
    private final TextBlocks text;
    private final UriAttributes attributes = new UriAttributes(this::found, this::readHidden, this::keepPage);

    // The elements that have been entered and not been left, the outermost first.
    private final List<Element> open = new ArrayList<>();
    // Those that are about to be entered, the innermost first.
    private final List<Element> path = new ArrayList<>();
    // Those that were taken out of the tree last.
    private final Deque<Element> taken = new ArrayDeque<>();
    private @Nullable UriReference base;
    private final @Nullable UriReference ofMail; // the base by a header field, which few programs know
    // What is in comments and attributes is read by itself: one of them must not take the next for a part of its
    // script.
    private final List<String> pages = new ArrayList<>();
    private boolean readsPages = true;

    /** With the URI that references are relative to, unless the page names another. */
    HtmlUris(UriReader reader, UriText scanner, UriCollector collector, String base) {
        this.ofMail = base.isEmpty() ? null : UriReference.in(base);
        this.reader = reader;
        this.scanner = scanner;
        this.collector = collector;
        this.text = new TextBlocks(scanner, collector.at(UriPlace.HTML_TEXT));
    }

    /**
     * Reads it all, or until the collector is full.
     *
     * @throws IOException from what it is read from
     */
    void read(Reader html) throws IOException {
        readPage(new ShortReferences(html));
        // What comments hold there is not looked at again, or comments in comments would never end.
        readsPages = false;
        for (String page : pages) {
            readPage(new StringReader(page));
        }
    }

    private void readPage(Reader html) throws IOException {
        try (StreamParser parser = new StreamParser(Parser.htmlParser().setMaxDepth(DEEPEST)).parse(html, "")) {
            Iterator<Element> elements = parser.iterator();
            while (!collector.isFull() && elements.hasNext()) {
                complete(elements.next());
            }
            while (!open.isEmpty()) {
                leaveLast();
            }
            takeAll(parser.document());
            forgetTaken(0);
            text.end();
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        } catch (IllegalArgumentException
                | IllegalStateException
                | IndexOutOfBoundsException
                | NullPointerException bug) {
            // Nobody else's input is as hostile as ours, and its outcome is ours to define.
            collector.report(ExtractionProblem.UNREADABLE_HTML);
            open.clear();
            taken.clear();
        }
    }

    // ---- the tree ----

    private void complete(Element element) {
        enterTo(element);
        Element outermost = open.get(0);
        takeAll(element);
        leaveLast();
        takeAllBefore(element);
        if (!STRUCTURE.contains(element.normalName())) {
            element.remove();
            taken.add(element);
        }
        if (!(outermost instanceof Document)) {
            taken.add(outermost);
        }
        forgetTaken(RECENT);
    }

    // Where elements overlap, the parser may have given one that it still puts something into.
    private void forgetTaken(int butThese) {
        while (taken.size() > butThese) {
            Element element = taken.remove();
            if (element.parent() == null && element.childNodeSize() > 0) {
                takeLate(element);
            }
        }
    }

    private void takeLate(Element element) {
        text.end();
        for (Node child : element.childNodes()) {
            enterNode(child);
            remember(child);
        }
        element.empty();
        text.end();
    }

    private void remember(Node node) {
        if (node instanceof Element element) {
            taken.add(element);
        }
    }

    // Leaves what it is not in, and enters what is around it and itself.
    private void enterTo(Element element) {
        Element around = element;
        int known = open.lastIndexOf(around); // mostly the last, or near
        while (known < 0 && around != null) {
            path.add(around);
            around = around.parent();
            known = open.lastIndexOf(around);
        }
        while (open.size() > known + 1) {
            leaveLast();
        }
        while (!path.isEmpty()) {
            Element outermost = path.remove(path.size() - 1);
            takeTextBefore(outermost);
            enter(outermost);
            open.add(outermost);
        }
    }

    private void leaveLast() {
        leave(open.remove(open.size() - 1));
    }

    // The text before an element that is open. Elements there may be open, too: what stands in a table and may not, the
    // parser puts before it.
    private void takeTextBefore(Element element) {
        Element parent = element.parent();
        int first = element.siblingIndex();
        while (parent != null && first > 0 && !(parent.childNode(first - 1) instanceof Element)) {
            first--;
        }
        takeBefore(element, first);
    }

    // All that is before an element that is complete is so, too.
    private void takeAllBefore(Element element) {
        takeBefore(element, 0);
    }

    private void takeBefore(Element element, int first) {
        Element parent = element.parent();
        int end = element.siblingIndex();
        if (parent == null || first == end) {
            return;
        }
        List<Node> kept = new ArrayList<>();
        for (int i = 0; i < parent.childNodeSize(); i++) {
            Node child = parent.childNode(i);
            boolean before = i >= first && i < end;
            if (before) {
                takeTree(child);
            }
            if (before && !STRUCTURE.contains(child.normalName())) {
                remember(child);
            } else {
                kept.add(child);
            }
        }
        // One by one, each would be looked for.
        parent.empty();
        parent.appendChildren(kept);
    }

    private void takeAll(Element element) {
        if (element.childNodeSize() == 0) {
            return;
        }
        for (Node child : element.childNodes()) {
            takeTree(child);
            remember(child);
        }
        element.empty();
    }

    // Elements that the parser has moved there were not given by it.
    private void takeTree(Node root) {
        if (root instanceof Element) {
            root.traverse(new NodeVisitor() {
                @Override
                public void head(Node node, int depth) {
                    enterNode(node);
                }

                @Override
                public void tail(Node node, int depth) {
                    if (node instanceof Element element) {
                        leave(element);
                    }
                }
            });
        } else {
            enterNode(root);
        }
    }

    private void enterNode(Node node) {
        if (node instanceof Element element) {
            enter(element);
        } else if (node instanceof TextNode words) {
            text.add(words.getWholeText());
        } else if (node instanceof DataNode data) {
            readData(data);
        } else if (node instanceof Comment comment) {
            readComment(comment.getData());
        }
    }

    // ---- elements ----

    private void enter(Element element) {
        if (isBreaking(element)) {
            text.end();
        }
        if (element.attributesSize() > 0) {
            if (base == null && element.normalName().equals("base") && element.hasAttr("href")) {
                base = UriReference.in(element.attr("href"));
            }
            if (element.attributesSize() >= MOST_ATTRIBUTES) {
                collector.report(ExtractionProblem.HTML_BEYOND_LIMITS);
            }
            attributes.read(element);
        }
    }

    private void leave(Element element) {
        if (isBreaking(element)) {
            text.end();
        }
    }

    private static boolean isBreaking(Element element) {
        return element.isBlock() || BREAKING.contains(element.normalName());
    }

    private void found(String value) {
        UriSink sink = collector.at(UriPlace.HTML_ATTRIBUTE);
        reader.read(base == null ? value : base.resolve(value), sink);
        if (base == null && ofMail != null) {
            reader.read(ofMail.resolve(value), sink);
        }
    }

    // ---- what is neither element nor text ----

    private void readData(DataNode data) {
        Node parent = data.parent();
        String name = parent == null ? "" : parent.normalName();
        if (name.equals("style")) {
            CssUris.read(data.getWholeData(), attributes::tell);
        } else if (name.equals("script")) {
            readHidden(data.getWholeData());
        } else {
            text.add(data.getWholeData());
        }
    }

    // Scripts and comments: nobody sees them, but some programs run the ones, and end the others elsewhere.
    private void readHidden(String words) {
        scanner.scan(words, collector.atHidden());
    }

    // <!--[if mso]> what Outlook shows <![endif]-->
    private void readComment(String comment) {
        int bracket = isConditional(comment) ? comment.indexOf(']') : -1;
        int end = bracket + 1;
        while (end < comment.length() && comment.charAt(end) <= ' ') {
            end++;
        }
        if (readsPages && bracket >= 0 && end < comment.length() && comment.charAt(end) == '>') {
            keepPage(comment.substring(end + 1));
        } else {
            readHidden(comment);
        }
    }

    private static boolean isConditional(String comment) {
        return comment.stripLeading().regionMatches(true, 0, "[if", 0, 3);
    }

    private void keepPage(String page) {
        if (readsPages && pages.size() < MOST_PAGES) {
            pages.add(page);
        } else {
            collector.report(ExtractionProblem.HTML_BEYOND_LIMITS);
            readHidden(page);
        }
    }
}
