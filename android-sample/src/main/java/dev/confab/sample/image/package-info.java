/** Pictures: what may be loaded, and how small it is decoded. */
@NullMarked
package dev.confab.sample.image;

import org.jspecify.annotations.NullMarked;
