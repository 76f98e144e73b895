package io.mailseal.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * The policy hosts of several domains on one port of the loopback address, with a certificate of an authority of our own,
 * which the JDK's keytool has made.
 */
final class PolicyHost implements AutoCloseable {

    private static final String PASSWORD = "password";

    private final SSLServerSocket socket;
    private final Path authority;
    private final Map<String, String> responses = new ConcurrentHashMap<>();

    private PolicyHost(SSLServerSocket socket, Path authority) {
        this.socket = socket;
        this.authority = authority;
    }

    /**
     * Starts one.
     *
     * @param folder for the keys
     * @param domains whose policy hosts the certificate is for
     */
    static PolicyHost start(Path folder, String... domains) throws Exception {
        Path store = folder.resolve("keys.p12");
        Path authority = folder.resolve("authority.pem");
        String names = Stream.of(domains)
                .map(domain -> "dns:mta-sts." + domain)
                .reduce((one, other) -> one + "," + other)
                .orElseThrow();
        keytool(store, "-genkeypair -alias authority -dname CN=authority -ext bc:c=ca:true");
        keytool(store, "-genkeypair -alias host -dname CN=host -signer authority -ext san=" + names);
        keytool(store, "-exportcert -rfc -alias authority", "-file", authority.toString());
        SSLServerSocket socket = (SSLServerSocket)
                tls(store).getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        PolicyHost host = new PolicyHost(socket, authority);
        Thread thread = new Thread(host::accept, "policy-host");
        thread.setDaemon(true);
        thread.start();
        return host;
    }

    private static void keytool(Path store, String command, String... more) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        words.addAll(List.of(command.split(" ")));
        words.addAll(List.of(more));
        words.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        if (command.startsWith("-genkeypair")) {
            words.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-validity", "3650"));
        }
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(words + ": " + said);
        }
    }

    private static SSLContext tls(Path file) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        store.deleteEntry("authority"); // that with the private key
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    /** From now on this is what the domain serves, with status 200. */
    void serve(String domain, String policy) {
        respond(
                domain,
                "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + policy.length() + "\r\n\r\n"
                        + policy);
    }

    /** From now on this is the whole response of the domain. */
    void respond(String domain, String response) {
        responses.put("mta-sts." + domain, response);
    }

    private void accept() {
        try {
            while (true) {
                answer(socket.accept());
            }
        } catch (IOException over) {
            // The test is over.
        }
    }

    private void answer(Socket connection) {
        try (SSLSocket secured = (SSLSocket) connection) {
            secured.setSoTimeout(20_000);
            secured.startHandshake();
            ExtendedSSLSession session = (ExtendedSSLSession) secured.getSession();
            String name = ((SNIHostName) session.getRequestedServerNames().get(0)).getAsciiName();
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) secured.getInputStream().read());
            }
            secured.getOutputStream().write(responses.getOrDefault(name, "").getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException gone) {
            // It did not like the certificate.
        }
    }

    /** The options that let the program ask here. */
    List<String> options() {
        return List.of(
                "--allow-address",
                "127.0.0.0/8",
                "--allow-port",
                Integer.toString(socket.getLocalPort()),
                "--ca",
                authority.toString());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
