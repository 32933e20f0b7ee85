/** A stub identity provider and the logins that come of it: who somebody is, not what a session makes of it. */
@NullMarked
package dev.confab.sandbox.identity;

import org.jspecify.annotations.NullMarked;
