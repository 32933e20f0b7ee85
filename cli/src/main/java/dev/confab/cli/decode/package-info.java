/** Recorded frames. */
@NullMarked
package dev.confab.cli.decode;

import org.jspecify.annotations.NullMarked;
