/** What Genesys Cloud Web Messaging offers besides its sessions, for Java: sign-in, notifications, the deployment's config. */
@NullMarked
package dev.confab.client.webmessaging;

import org.jspecify.annotations.NullMarked;
