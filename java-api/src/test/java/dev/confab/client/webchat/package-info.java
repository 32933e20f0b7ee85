@NullMarked
package dev.confab.client.webchat;

import org.jspecify.annotations.NullMarked;
