package dev.confab.sample.chat;

import dev.confab.transport.backend.AttachmentSource;

/**
 * A file that the guest chose.
 *
 * @param source its name, type and bytes
 * @param place where the device has it, as a content URI
 * @param letGo is run once nobody needs the file any more: it was sent, refused or taken back
 */
public record PickedFile(AttachmentSource source, String place, Runnable letGo) {}
