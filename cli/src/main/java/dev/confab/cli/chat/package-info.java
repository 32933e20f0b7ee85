/** {@code confab chat}: lines become messages, and what happens is reported. */
@NullMarked
package dev.confab.cli.chat;

import org.jspecify.annotations.NullMarked;
