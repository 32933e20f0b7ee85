/** The settings without Android. */
@NullMarked
package dev.confab.sample.settings;

import org.jspecify.annotations.NullMarked;
