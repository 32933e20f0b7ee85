@NullMarked
package dev.confab.cli.backend;

import org.jspecify.annotations.NullMarked;
