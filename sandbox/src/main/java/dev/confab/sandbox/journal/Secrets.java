package dev.confab.sandbox.journal;

import java.util.regex.Pattern;

/**
 * Keeps bearers out of what is written down. Every secret that travels in a frame, other than the session token by which
 * sessions are told apart, is a JWT; codes, verifiers and refresh tokens travel in HTTP bodies, which are not written down.
 */
public final class Secrets {

    // {"… in base64 always begins like this.
    private static final String BEGINNING = "eyJ";

    private static final Pattern JWT = Pattern.compile("eyJ[A-Za-z0-9_=-]*\\.[A-Za-z0-9_=-]*\\.[A-Za-z0-9_=-]*");

    private Secrets() {}

    /**
     * Replaces JWTs.
     *
     * @param payload a frame or a description of a request
     * @return the same with every JWT as {@code eyJ***}
     */
    public static String mask(String payload) {
        return payload.contains(BEGINNING) ? JWT.matcher(payload).replaceAll("eyJ***") : payload;
    }
}
