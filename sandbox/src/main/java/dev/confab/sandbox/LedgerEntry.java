package dev.confab.sandbox;

/**
 * Something a service received or sent.
 *
 * @param seq its number, counting from 1 without a hole over all services
 * @param backend the service, for example {@code webmessaging}
 * @param session the token of the session, empty when it was not known yet
 * @param direction {@code received} or {@code sent}
 * @param payload the raw text of a frame; for HTTP an object with {@code method}, {@code path} and, when sent, {@code
 *     status}; for a close frame an object with {@code closeCode} and {@code closeReason}
 */
public record LedgerEntry(long seq, String backend, String session, String direction, String payload) {}
