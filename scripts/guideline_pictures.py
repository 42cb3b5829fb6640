"""Pictures of QGIS for the technical guideline: guidelines/pictures/<language>/<step>.png, one a step and language.

    guideline_pictures.py [LANGUAGE ...]

The real desktop is started once a language over the training country; the pictures are reduced to few colours, so
that they ship in small files.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from qgis.core import QgsApplication
from qgis.PyQt.QtGui import QImage
from small_pictures import keep_small
from walk import Terminal

from ecr_toolkit import steps
from ecr_toolkit.in_qgis import open_pilot
from ecr_toolkit.languages.messages import shipped
from ecr_toolkit.training import make

SIZE = "1180x700"


def main(languages: list[str]) -> None:
    application = QgsApplication([], True)
    application.initQgis()
    with tempfile.TemporaryDirectory() as scratch:
        folder = make(Path(scratch) / "training", languages[:1])
        steps.run(open_pilot(folder), Terminal())
        for language in languages:
            shot = Path(scratch) / language / "shot.png"
            subprocess.run([str(ROOT / "scripts" / "qgis_shot.sh"), str(shot),
                            str(ROOT / "scripts" / "guideline_scene.py")], check=True,
                           env={**os.environ, "ECR_LOCALE": language, "ECR_SIZE": SIZE, "ECR_PILOT": str(folder)})
            for picture in sorted(shot.parent.glob("shot-*.png")):
                keep_small(QImage(str(picture)),
                           ROOT / "guidelines" / "pictures" / language / picture.name[len("shot-"):])


if __name__ == "__main__":
    main(sys.argv[1:] or shipped())
    sys.stdout.flush()
    os._exit(0)  # QGIS may crash while Python takes it down
