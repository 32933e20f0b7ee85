package dev.confab.sample.screen;

import android.content.ContentResolver;
import android.content.Intent;
import android.content.UriPermission;
import android.net.Uri;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * The right to read what a picker gave. Kept, it lasts longer than the activity that asked for it, even than the process; an
 * app may keep a few hundred, and must give back what it needs no more.
 */
final class FileGrants {

    private final ContentResolver resolver;
    private final Executor disk;
    /** How often each is needed: the same file may be chosen twice. For {@link #disk} only. */
    private final Map<Uri, Integer> needed = new HashMap<>();

    /** @param disk asks the system, in order, away from the main thread */
    FileGrants(ContentResolver resolver, Executor disk) {
        this.resolver = resolver;
        this.disk = disk;
    }

    /** The file may be read until it is let go. */
    void keep(Uri place) {
        disk.execute(() -> {
            needed.merge(place, 1, Integer::sum);
            try {
                resolver.takePersistableUriPermission(place, Intent.FLAG_GRANT_READ_URI_PERMISSION);
            } catch (SecurityException notOffered) {
                // Readable as long as the activity lives.
            }
        });
    }

    void letGo(Uri place) {
        disk.execute(() -> {
            Integer left = needed.computeIfPresent(place, (uri, count) -> count > 1 ? count - 1 : null);
            if (left == null) {
                release(place);
            }
        });
    }

    /** What an earlier process kept: its files are not in the draft any more, or must be chosen again. */
    void letAllGo() {
        disk.execute(() -> {
            needed.clear();
            for (UriPermission kept : List.copyOf(resolver.getPersistedUriPermissions())) {
                release(kept.getUri());
            }
        });
    }

    private void release(Uri place) {
        try {
            resolver.releasePersistableUriPermission(place, Intent.FLAG_GRANT_READ_URI_PERMISSION);
        } catch (SecurityException notKept) {
            // The other app did not offer it, or took it back.
        }
    }
}
