/** Which service the app talks to: back ends, addresses, and the session that comes of them. No Android here either. */
@NullMarked
package dev.confab.sample.service;

import org.jspecify.annotations.NullMarked;
