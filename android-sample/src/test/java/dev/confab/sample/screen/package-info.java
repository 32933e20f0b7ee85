@NullMarked
package dev.confab.sample.screen;

import org.jspecify.annotations.NullMarked;
