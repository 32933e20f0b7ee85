/** The operations of Genesys Cloud guest chat one by one, for Java. */
@NullMarked
package dev.confab.client.guestchat;

import org.jspecify.annotations.NullMarked;
