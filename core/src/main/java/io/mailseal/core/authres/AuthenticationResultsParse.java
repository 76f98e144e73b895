package io.mailseal.core.authres;

/** What became of the text of an Authentication-Results field: what it claims, or where it goes wrong. */
public sealed interface AuthenticationResultsParse permits AuthenticationResults, AuthenticationResultsSyntaxError {}
