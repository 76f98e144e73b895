package io.mailseal.spf;

/** What became of the text of a record: the record, or where it goes wrong. */
public sealed interface SpfParse permits SpfRecord, SpfSyntaxError {}
