package dev.confab.sandbox.guestchat;

/** A rule refuses a call; the answer says why. It never leaves the package. */
final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Answer answer;

    RefusedException(Answer answer) {
        super(answer.code(), null, false, false);
        this.answer = answer;
    }

    Answer answer() {
        return answer;
    }
}
