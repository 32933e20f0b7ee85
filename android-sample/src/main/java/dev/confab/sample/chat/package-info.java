/** The conversation screen without Android: what it shows, and what its buttons do. Tested on a plain JVM against the sandbox. */
@NullMarked
package dev.confab.sample.chat;

import org.jspecify.annotations.NullMarked;
