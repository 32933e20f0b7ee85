package dev.confab.sample.screen;

import android.content.ContentResolver;
import android.net.Uri;
import androidx.activity.result.ActivityResultLauncher;
import androidx.activity.result.contract.ActivityResultContracts;
import androidx.appcompat.app.AppCompatActivity;
import dev.confab.android.ConfabAndroid;
import dev.confab.android.ContentSource;
import dev.confab.sample.chat.PickedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Lets the guest choose files in other apps. Made while the activity is made: the results may come to a later one. */
final class FilePicker {

    private static final String[] ANY_TYPE = {"*/*"};

    private final AppCompatActivity activity;
    private final Consumer<PickedFile> picked;
    private final Runnable unreadable;
    private final ActivityResultLauncher<String[]> launcher;

    /**
     * @param picked takes each file, on the main thread
     * @param unreadable is told of each file that cannot be read
     */
    FilePicker(AppCompatActivity activity, Consumer<PickedFile> picked, Runnable unreadable) {
        this.activity = activity; // it has no context yet
        this.picked = picked;
        this.unreadable = unreadable;
        launcher = activity.registerForActivityResult(new ActivityResultContracts.OpenMultipleDocuments(), this::open);
    }

    void pick() {
        launcher.launch(ANY_TYPE);
    }

    /** Asks the other app for name and size, away from the main thread. */
    private void open(List<Uri> places) {
        // That of the application: the activity may be gone before the file was read.
        ContentResolver resolver = activity.getApplicationContext().getContentResolver();
        for (Uri place : places) {
            FileGrants grants = SampleApp.of(activity).fileGrants();
            grants.keep(place);
            var unused = CompletableFuture.supplyAsync(() -> read(resolver, place, grants))
                    .whenCompleteAsync(
                            (file, failure) -> {
                                if (failure == null) {
                                    picked.accept(file);
                                } else {
                                    unreadable.run();
                                }
                            },
                            ConfabAndroid.mainThread());
        }
    }

    /** Whatever other apps throw: the file cannot be read, and the right to read it is given back. */
    static PickedFile read(ContentResolver resolver, Uri place, FileGrants grants) {
        try {
            return new PickedFile(ContentSource.of(resolver, place), place.toString(), () -> grants.letGo(place));
        } catch (IOException gone) {
            grants.letGo(place);
            throw new UncheckedIOException(gone);
        } catch (RuntimeException broken) {
            grants.letGo(place);
            throw broken;
        }
    }
}
