package dev.confab.cli.chat;

import org.jspecify.annotations.Nullable;

/**
 * One kind of command.
 *
 * @param name with its slash
 * @param parameters what follows the name, in capitals; empty for nothing
 * @param help what it does, for people
 * @param waits whether it waits for the proofs of the lines before it
 */
record Verb(String name, String parameters, String help, boolean waits, Action action) {

    /** What it does. */
    interface Action {

        /**
         * Does it, and waits until it is done.
         *
         * @param argument what followed the name
         * @return what came of it; null when that is reported by itself, as the proof of a message is
         * @throws Refusal when it was not done
         */
        @Nullable
        Answer run(String argument) throws Refusal, InterruptedException;
    }

    String usage() {
        return parameters.isEmpty() ? name : name + " " + parameters;
    }
}
