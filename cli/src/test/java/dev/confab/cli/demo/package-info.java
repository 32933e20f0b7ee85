@NullMarked
package dev.confab.cli.demo;

import org.jspecify.annotations.NullMarked;
