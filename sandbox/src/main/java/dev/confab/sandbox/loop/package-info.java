/** The one event loop that owns all state, and the clock and timers it lives by. */
@NullMarked
package dev.confab.sandbox.loop;

import org.jspecify.annotations.NullMarked;
