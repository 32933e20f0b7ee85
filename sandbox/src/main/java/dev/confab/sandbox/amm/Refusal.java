package dev.confab.sandbox.amm;

/** A call that is refused. The code is a number of the client library, as the service's own are not known (AMM notes A.10, B.11). */
final class Refusal extends RuntimeException {

    static final int INVALID_STATE = 5;
    static final int NOT_SUPPORTED = 6;
    static final int AUTHENTICATION = 7;
    static final int NOT_LICENSED = 12;
    static final int INVALID_PARAMETER = 200;
    static final int SERVER_FAILURE = 301;
    static final int NO_PARTICIPANTS = 650;
    static final int ADDRESS_INVALID = 651;
    static final int MESSAGE_NOT_FOUND = 652;
    static final int SUBJECT_TOO_LONG = 653;
    static final int ATTACHMENT_TOO_LARGE = 654;
    static final int THUMBNAIL_TOO_LARGE = 655;
    static final int TOO_MANY_ATTACHMENTS = 660;
    static final int BODY_TOO_LONG = 661;
    static final int ATTACHMENT_NOT_FOUND = 662;
    static final int MESSAGE_EMPTY = 663;
    static final int ATTACHMENT_EMPTY = 664;
    static final int CONVERSATION_NOT_FOUND = 666;
    static final int PARTICIPANTS_MISMATCH = 667;

    private static final long serialVersionUID = 1L;

    private final int status;
    private final int code;
    private final String reason;

    Refusal(int status, int code, String reason) {
        super(reason, null, false, false);
        this.status = status;
        this.code = code;
        this.reason = reason;
    }

    static Refusal malformed(String reason) {
        return new Refusal(400, INVALID_PARAMETER, reason);
    }

    Answer answer() {
        return Answer.error(status, code, reason);
    }
}
