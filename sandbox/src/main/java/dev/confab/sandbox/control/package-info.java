/** The control API under {@code /sandbox}. */
@NullMarked
package dev.confab.sandbox.control;

import org.jspecify.annotations.NullMarked;
