package dev.confab.sandbox.gms;

/** What a guest used of its limits of files; deleting gives nothing back (Engage chat protocol notes §1.6). */
final class FileCounters {

    private int files;
    private long bytes;
    private int downloads;

    int files() {
        return files;
    }

    long bytes() {
        return bytes;
    }

    int downloads() {
        return downloads;
    }

    void uploaded(long size) {
        files++;
        bytes += size;
    }

    void downloaded() {
        downloads++;
    }
}
