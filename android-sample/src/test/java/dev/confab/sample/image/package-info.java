@NullMarked
package dev.confab.sample.image;

import org.jspecify.annotations.NullMarked;
