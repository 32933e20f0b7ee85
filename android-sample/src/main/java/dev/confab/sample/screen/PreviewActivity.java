package dev.confab.sample.screen;

import android.content.Context;
import android.content.Intent;
import android.net.Uri;
import android.os.Bundle;
import android.util.DisplayMetrics;
import android.widget.ImageView;
import androidx.appcompat.app.AppCompatActivity;
import dev.confab.sample.R;
import org.jspecify.annotations.Nullable;

/** One picture, as large as the display. */
public final class PreviewActivity extends AppCompatActivity {

    static Intent intent(Context context, Uri picture) {
        return new Intent(context, PreviewActivity.class).setData(picture);
    }

    @Override
    protected void onCreate(@Nullable Bundle saved) {
        super.onCreate(saved);
        setContentView(R.layout.activity_preview);
        Edges.apply(getWindow(), findViewById(R.id.root), findViewById(R.id.bars), findViewById(R.id.bars));
        findViewById(R.id.close).setOnClickListener(view -> finish());
        Uri picture = getIntent().getData();
        if (picture == null) {
            finish();
            return;
        }
        ImageView view = findViewById(R.id.picture);
        view.setContentDescription(getString(R.string.picture));
        DisplayMetrics display = getResources().getDisplayMetrics();
        SampleApp.of(this)
                .images()
                .show(
                        ImageSources.local(getContentResolver(), picture),
                        view,
                        display.widthPixels,
                        display.heightPixels,
                        ImageView.ScaleType.FIT_CENTER);
    }
}
