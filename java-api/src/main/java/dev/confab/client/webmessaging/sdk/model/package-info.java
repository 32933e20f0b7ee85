/**
 * The schema of Genesys Cloud Web Messaging as plain objects: what the service sends, what a guest sends, what the history holds.
 *
 * <p>Every class has getters, setters, and setters that return the object and are named after the field. It stands on the JSON that it was read
 * from: fields that this version does not know stay in it, and {@link dev.confab.client.webmessaging.sdk.model.JsonModel#toJson} shows them. A
 * value of an unexpected kind reads as null, an enum value that this version does not know as {@code UNKNOWN} (in the history {@code
 * OUTDATEDSDKVERSION}). Lists are copies; to change one, set it anew. The objects are not thread-safe.
 */
@NullMarked
package dev.confab.client.webmessaging.sdk.model;

import org.jspecify.annotations.NullMarked;
