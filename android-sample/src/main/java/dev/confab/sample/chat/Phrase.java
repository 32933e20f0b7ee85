package dev.confab.sample.chat;

/** Every sentence that a presenter can say. The strings of both languages are in the resources. */
public enum Phrase {
    STATUS_ONLINE,
    STATUS_CONNECTING,
    STATUS_WAITING,
    STATUS_ENDED,
    STATUS_OFFLINE,
    STATUS_TYPING,
    BANNER_CONNECTING,
    /** Takes the seconds until the next try. */
    BANNER_NEXT_TRY,
    BANNER_TRYING,
    BANNER_READ_ONLY,
    BANNER_CLOSED,
    /** Takes the minutes that the conversation has left. */
    BANNER_EXPIRES,
    FAILED_NETWORK,
    FAILED_TIMEOUT,
    FAILED_SETTINGS,
    FAILED_SIGN_IN,
    FAILED_FORBIDDEN,
    FAILED_NOT_FOUND,
    FAILED_TOO_FAST,
    FAILED_TOO_LONG,
    FAILED_FILE,
    FAILED_FILE_SIZE,
    FAILED_FILE_TYPE,
    FAILED_FILE_EMPTY,
    FAILED_UPLOAD,
    FAILED_DOWNLOAD,
    FAILED_ENDED,
    FAILED_UNCERTAIN,
    FAILED_UNSUPPORTED,
    FAILED_FULL,
    FAILED_STORE,
    FAILED_NOT_CONNECTED,
    /** Takes the name of the error, for whoever is asked for help. */
    FAILED_OTHER,
    GAP,
    OFFERED_SCREEN,
    OFFERED_VIDEO
}
