/** The people and bots at the other end of a conversation, as scripts. */
@NullMarked
package dev.confab.sandbox.agent;

import org.jspecify.annotations.NullMarked;
