/** {@code confab demo}: a conversation that plays and checks itself. */
@NullMarked
package dev.confab.cli.demo;

import org.jspecify.annotations.NullMarked;
