package dev.confab.sandbox;

/**
 * A message of a guest that a service stored.
 *
 * @param seq its number in the order of storing, counting from 1 without a hole over all services
 * @param backend the service, for example {@code webmessaging}
 * @param session the token of the session
 * @param id the id that the service gave it
 * @param text its text, empty when it had none
 */
public record StoredMessage(long seq, String backend, String session, String id, String text) {}
