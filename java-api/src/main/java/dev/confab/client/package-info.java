/**
 * Confab for Java: one guest session at a contact center, as futures and listeners.
 *
 * <pre>{@code
 * try (AsyncMessagingClient client = AsyncMessagingClient.create(options)) {
 *     client.addListener(new MessagingListener() {
 *         @Override
 *         public void onMessageInserted(Message message) {
 *             System.out.println(message.getText());
 *         }
 *     });
 *     client.connect().join();
 *     client.send("Where is my parcel?").join(); // complete when there is proof that the service has it
 * }
 * }</pre>
 *
 * <p>{@link dev.confab.client.AsyncMessagingClient} has the verbs, {@link dev.confab.client.MessagingListener} tells what
 * happens. Messages, states, options and errors are the values of {@code dev.confab.transport}, the same for Java and
 * Kotlin.
 */
@NullMarked
package dev.confab.client;

import org.jspecify.annotations.NullMarked;
