package io.mailseal.inbound;

import io.mailseal.core.inbound.InboundMethod;

/**
 * A method that joined, with what it said of itself when it did.
 *
 * @param name in lower case
 */
record JoinedMethod(String name, InboundMethod.Stage stage, InboundMethod method) {}
