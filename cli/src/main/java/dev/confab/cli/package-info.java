/** The command line: {@code confab demo | chat | sandbox}. */
@NullMarked
package dev.confab.cli;

import org.jspecify.annotations.NullMarked;
