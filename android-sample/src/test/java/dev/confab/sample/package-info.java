/** Rules for the sources of the sample. */
@org.jspecify.annotations.NullMarked
package dev.confab.sample;
