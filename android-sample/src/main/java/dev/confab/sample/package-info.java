/** A messenger that shows how an application uses Confab. What names {@code R} is in {@code screen}; all else runs on any JVM. */
@NullMarked
package dev.confab.sample;

import org.jspecify.annotations.NullMarked;
