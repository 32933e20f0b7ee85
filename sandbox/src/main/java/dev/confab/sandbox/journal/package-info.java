/** What the services received, sent and stored, in order and within bounds. */
@NullMarked
package dev.confab.sandbox.journal;

import org.jspecify.annotations.NullMarked;
