package dev.confab.sandbox.gms;

/**
 * The numbers in {@code errors[].code} (Engage chat protocol notes §1.5). The table of the vendor is not public; {@link
 * #BAD_FIELD} is a number of our own, for what the known ones do not tell.
 */
final class Codes {

    static final int BAD_FIELD = 100;
    static final int FIRST_NAME = 102;
    static final int LAST_NAME = 103;
    static final int NICKNAME = 161;
    static final int TOO_MANY_FILES = 201;
    static final int FILE_TOO_LARGE = 202;
    static final int FILE_TYPE = 203;
    static final int MESSAGE_TOO_LONG = 204;
    static final int UNAVAILABLE = 240;
    static final int EMAIL = 364;
    static final int NO_SUCH_USER = 8201;
    static final int LOGGED_OUT = 8209;
    static final int BAD_KEY = 8210;

    private Codes() {}
}
