package dev.confab.cli.chat;

import org.jspecify.annotations.Nullable;

/**
 * One line of the input.
 *
 * @param text the line without its end; where it cannot be sent, an excerpt that can be shown
 * @param problem why it cannot be sent, or null
 */
record Line(String text, @Nullable String problem) {}
