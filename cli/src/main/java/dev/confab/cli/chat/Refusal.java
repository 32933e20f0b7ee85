package dev.confab.cli.chat;

/** Why a command was not done, in a sentence for whoever gave it. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    Refusal(String reason) {
        super(reason);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
