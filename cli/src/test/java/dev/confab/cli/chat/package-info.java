@NullMarked
package dev.confab.cli.chat;

import org.jspecify.annotations.NullMarked;
