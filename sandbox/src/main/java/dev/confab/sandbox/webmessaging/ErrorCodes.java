package dev.confab.sandbox.webmessaging;

/** The numbers in error frames (Web Messaging protocol notes §1.8, §2.11). */
final class ErrorCodes {

    static final int BAD_REQUEST = 400;
    static final int FORBIDDEN = 403;
    static final int READ_ONLY = 409;
    static final int FEATURE_UNAVAILABLE = 4000;
    static final int FILE_TYPE_INVALID = 4001;
    static final int FILE_SIZE_INVALID = 4002;
    static final int FILE_CONTENT_INVALID = 4003;
    static final int FILE_NAME_INVALID = 4004;
    static final int FILE_NAME_TOO_LONG = 4005;
    static final int SESSION_HAS_EXPIRED = 4006;
    static final int SESSION_NOT_FOUND = 4007;
    static final int ATTACHMENT_HAS_EXPIRED = 4008;
    static final int ATTACHMENT_NOT_FOUND = 4009;
    static final int ATTACHMENT_NOT_UPLOADED = 4010;
    static final int MESSAGE_TOO_LONG = 4011;
    static final int CUSTOM_ATTRIBUTES_TOO_LARGE = 4013;
    static final int CANNOT_DOWNGRADE = 4017;
    static final int REQUEST_RATE_TOO_HIGH = 4029;
    static final int FILE_EMPTY = 4102;

    private ErrorCodes() {}
}
