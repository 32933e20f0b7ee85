@NullMarked
package dev.confab.client.guestchat;

import org.jspecify.annotations.NullMarked;
