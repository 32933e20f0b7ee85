@NullMarked
package dev.confab.android;

import org.jspecify.annotations.NullMarked;
