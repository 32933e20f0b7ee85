/** Faults that a test may switch on: data, a plan that decides when each applies, and the seams where it does. */
@NullMarked
package dev.confab.sandbox.fault;

import org.jspecify.annotations.NullMarked;
