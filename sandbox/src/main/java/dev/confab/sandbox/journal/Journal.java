package dev.confab.sandbox.journal;

/**
 * Where one emulated service writes down what happened, in order. Tests compare it with what clients say they did, so a
 * service writes a frame down when it is received or put on the wire, and a message when it is stored, never earlier.
 */
public interface Journal {

    /**
     * Writes down a frame or request that came in.
     *
     * @param session the session it belongs to, empty while unknown
     * @param payload the raw text
     */
    void received(String session, String payload);

    /**
     * Writes down a frame or answer that went out.
     *
     * @param session the session it belongs to, empty while unknown
     * @param payload the raw text
     */
    void sent(String session, String payload);

    /**
     * Writes down a guest's message that was stored.
     *
     * @param session the session it belongs to
     * @param id the id that the service gave it
     * @param text its text, empty when it had none
     */
    void stored(String session, String id, String text);
}
