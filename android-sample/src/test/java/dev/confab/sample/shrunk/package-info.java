/** A chat over shrunk classes: {@code verify} has R8 shrink the library with {@link dev.confab.sample.shrunk.ShrunkChat}, and runs it. */
@NullMarked
package dev.confab.sample.shrunk;

import org.jspecify.annotations.NullMarked;
