package io.mailseal.spf;

/** What became of the text of a Received-SPF field: what it claims, or where it goes wrong. */
public sealed interface ReceivedSpfParse permits ReceivedSpf, ReceivedSpfSyntaxError {}
