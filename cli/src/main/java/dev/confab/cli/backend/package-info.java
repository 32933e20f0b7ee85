/** The kinds of service that the command line speaks to: one class for each, and the list of them. */
@NullMarked
package dev.confab.cli.backend;

import org.jspecify.annotations.NullMarked;
