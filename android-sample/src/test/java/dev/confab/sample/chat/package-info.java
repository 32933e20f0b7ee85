@NullMarked
package dev.confab.sample.chat;

import org.jspecify.annotations.NullMarked;
