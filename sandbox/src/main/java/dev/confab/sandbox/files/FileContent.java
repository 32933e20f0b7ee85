package dev.confab.sandbox.files;

import java.nio.file.Path;

/** The bytes of a file, wherever they are. They never change. */
public sealed interface FileContent {

    /**
     * Tells the size.
     *
     * @return bytes
     */
    long size();

    /** A small file, such as an agent makes up. */
    final class InMemory implements FileContent {

        private final byte[] bytes;

        /**
         * Keeps a copy of bytes.
         *
         * @param bytes the content
         */
        public InMemory(byte[] bytes) {
            this.bytes = bytes.clone();
        }

        /**
         * Copies the content.
         *
         * @return the bytes
         */
        public byte[] bytes() {
            return bytes.clone();
        }

        @Override
        public long size() {
            return bytes.length;
        }
    }

    /**
     * A file of any size that was uploaded.
     *
     * @param path where it lies, until the sandbox is closed or the attachment deleted
     * @param size bytes
     */
    record OnDisk(Path path, long size) implements FileContent {}
}
