package dev.confab.sample.screen;

import android.net.Uri;
import android.os.Bundle;
import androidx.activity.result.ActivityResultLauncher;
import androidx.activity.result.contract.ActivityResultContracts;
import androidx.appcompat.app.AppCompatActivity;
import com.google.android.material.appbar.MaterialToolbar;
import dev.confab.sample.R;
import dev.confab.sample.chat.PickedFile;
import dev.confab.sample.chat.Phrase;
import dev.confab.sample.chat.Words;
import dev.confab.sample.service.ChatSession;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The conversation. It shows the session while it is in sight, and owns nothing: turning the device loses nothing. */
public final class ChatActivity extends AppCompatActivity {

    private static final String[] ANY_TYPE = {"*/*"};

    private final List<Uri> picked = new ArrayList<>();
    private final ActivityResultLauncher<String[]> picker =
            registerForActivityResult(new ActivityResultContracts.OpenMultipleDocuments(), this::picked);
    private @Nullable ChatSession session;
    private @Nullable ChatScreenView view;

    @Override
    protected void onCreate(@Nullable Bundle saved) {
        super.onCreate(saved);
        setContentView(R.layout.activity_chat);
        MaterialToolbar toolbar = findViewById(R.id.toolbar);
        toolbar.setOnMenuItemClickListener(item -> {
            startActivity(SettingsActivity.intent(this));
            return true;
        });
        Edges.apply(getWindow(), findViewById(R.id.root), toolbar, findViewById(R.id.composer));
    }

    @Override
    protected void onStart() {
        super.onStart();
        ChatSession current = SampleApp.of(this).session();
        if (current != session || view == null) {
            session = current;
            view = new ChatScreenView(this, current, () -> picker.launch(ANY_TYPE));
        }
        current.presenter().attach(view);
        for (Uri uri : picked) {
            add(uri, current, view);
        }
        picked.clear();
    }

    @Override
    protected void onStop() {
        if (session != null && view != null) {
            session.presenter().detach(view);
        }
        super.onStop();
    }

    /** Results come before the activity is started again. */
    private void picked(List<Uri> uris) {
        picked.addAll(uris);
    }

    private void add(Uri uri, ChatSession current, ChatScreenView screen) {
        PickedFile file = ContentFiles.open(getContentResolver(), uri);
        if (file == null) {
            screen.tell(Words.of(Phrase.FAILED_FILE));
        } else {
            current.presenter().addFile(file);
        }
    }
}
