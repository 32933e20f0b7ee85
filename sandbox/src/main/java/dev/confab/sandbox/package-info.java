/** A strict local emulator of contact-center chat services. */
@NullMarked
package dev.confab.sandbox;

import org.jspecify.annotations.NullMarked;
